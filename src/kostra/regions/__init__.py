"""Regions over time: what exists in a year, what belongs to what, what became of it, and how many live there.

Everything is asked for a year and answered for that year. Importing this reads no data; the first question does, once.
Each function takes `folder=` to use other data than those that come with the program.
"""

from kostra.regions.atlas import DATA as DATA
from kostra.regions.atlas import load as load
from kostra.regions.belonging import belonging as belonging
from kostra.regions.belonging import members as members
from kostra.regions.change import changes as changes
from kostra.regions.change import predecessors as predecessors
from kostra.regions.change import relation as relation
from kostra.regions.change import successors as successors
from kostra.regions.lookup import OSLO as OSLO
from kostra.regions.lookup import counties as counties
from kostra.regions.lookup import country as country
from kostra.regions.lookup import country_without_oslo as country_without_oslo
from kostra.regions.lookup import districts as districts
from kostra.regions.lookup import find as find
from kostra.regions.lookup import groups as groups
from kostra.regions.lookup import municipalities as municipalities
from kostra.regions.lookup import regions as regions
from kostra.regions.lookup import reporting_units as reporting_units
from kostra.regions.lookup import size_classes as size_classes
from kostra.regions.population import Count as Count
from kostra.regions.population import at_year_end as at_year_end
from kostra.regions.population import count as count
from kostra.regions.population import population as population
from kostra.regions.population import read_band as read_band
from kostra.regions.population import shares as shares
from kostra.regions.rebase import Inexact as Inexact
from kostra.regions.rebase import Rebased as Rebased
from kostra.regions.rebase import Why as Why
from kostra.regions.rebase import rebase as rebase
