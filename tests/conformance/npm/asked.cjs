// Reads the data set at an address with the toolkit, as a page would, and tells what it and the suite found in it.
const JSONstat = require("jsonstat-toolkit");
const { toCSV } = require("jsonstat-suite");

JSONstat(process.argv[2]).then((set) => {
  const contents = set.Dimension({ role: "metric" })[0];
  const told = {
    id: set.id,
    label: set.label,
    cells: set.Data().map(({ value, status }) => [value, status]),
    units: contents.id.map((code) => contents.Category(code).unit),
    csv: toCSV(set, { status: true }),
  };
  console.log(JSON.stringify(told));
});
