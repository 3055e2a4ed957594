// Copyright (c) 2026, dnv.veracity contributors
// GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

// node axe.cjs FOLDER PAGE...: what axe-core, which is in the folder, says of each page, as JSON.
"use strict";

const { readFileSync } = require("fs");
const { createRequire } = require("module");

const [folder, ...pages] = process.argv.slice(2);
const load = createRequire(`${folder}/package.json`);
const { JSDOM, VirtualConsole } = load("jsdom");
const axe = load("axe-core");
// Without a browser nothing has a color or a size.
const options = { rules: { "color-contrast": { enabled: false } }, resultTypes: ["violations"] };

async function judge(page) {
  const dom = new JSDOM(readFileSync(page, "utf8"), { runScripts: "outside-only", virtualConsole: new VirtualConsole() });
  dom.window.eval(axe.source);
  const { passes, violations } = await dom.window.axe.run(dom.window.document, options);
  return { passes: passes.length, violations: violations.map(({ id, nodes }) => ({ id, html: nodes[0].html })) };
}

(async () => {
  const found = [];
  for (const page of pages) found.push(await judge(page));
  console.log(JSON.stringify(found));
})();
