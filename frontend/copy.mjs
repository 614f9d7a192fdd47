// Copies the files that the site ships out of node_modules, with their licence and version, and removes what is no longer shipped.
// It changes nothing in them, and refuses to ship a style sheet that would fetch something from another address.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const shipped = join(here, "..", "src", "kostra", "web", "static", "vendor");
const packages = {
  designsystemet: {
    name: "@digdir/designsystemet-css",
    files: { "dist/src/index.css": "designsystemet.css", "dist/theme/designsystemet.css": "theme.css", LICENSE: "LICENSE.txt" },
  },
};

rmSync(shipped, { recursive: true, force: true });
for (const [folder, { name, files }] of Object.entries(packages)) {
  const from = join(here, "node_modules", name);
  const to = join(shipped, folder);
  mkdirSync(to, { recursive: true });
  for (const [source, target] of Object.entries(files)) {
    if (target.endsWith(".css") && /url\(["']?(https?:)?\/\/|@import/.test(readFileSync(join(from, source), "utf8"))) {
      throw new Error(`${name}/${source} fetches from another address. Leave it out, or ship what it fetches.`);
    }
    cpSync(join(from, source), join(to, target));
  }
  const { version, license } = JSON.parse(readFileSync(join(from, "package.json"), "utf8"));
  writeFileSync(join(to, "VERSION.txt"), `${name} ${version} (${license})\n`);
  console.log(`${name} ${version}`);
}
