"""The test provider of the demo: it says that anybody is whoever they choose to be. It does not start anywhere else."""
