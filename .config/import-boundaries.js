import { posix, relative, sep } from "node:path";

import { importTable, testImports } from "./import-table.js";

const boundaries = {
  meta: { type: "problem", docs: { description: "Imports point only where the import table allows." }, schema: [] },
  create(context) {
    const file = relative(context.cwd, context.filename).split(sep).join("/");
    const area = areaOf(file);
    if (area === null) return {};
    const allowed = allowedFor(file, area);
    const check = (node, source, typeOnly) => {
      if (typeof source !== "string") return;
      const target = targetOf(file, source);
      if (isAllowed(target, { area, allowed, typeOnly })) return;
      context.report({ node, message: messageOf(area, target, allowed) });
    };
    return {
      ImportDeclaration: (node) => check(node, node.source.value, isTypeOnly(node, "importKind")),
      ExportNamedDeclaration: (node) => check(node, node.source?.value, isTypeOnly(node, "exportKind")),
      ExportAllDeclaration: (node) => check(node, node.source.value, node.exportKind === "type"),
      ImportExpression: (node) => check(node, node.source.value, false),
      TSImportType: (node) => check(node, (node.source ?? node.argument?.literal)?.value, true),
      TSExternalModuleReference: (node) => check(node, node.expression.value, false),
      CallExpression: (node) => {
        if (node.callee.type === "Identifier" && node.callee.name === "require") {
          check(node, node.arguments[0]?.value, false);
        }
      },
    };
  },
};

export default { meta: { name: "flowlock" }, rules: { "import-boundaries": boundaries } };

/** The longest entry of the table that the path lies in. */
function areaOf(path) {
  const found = Object.keys(importTable).filter((entry) => liesIn(path, entry));
  return found.sort((a, b) => b.length - a.length)[0] ?? null;
}

function liesIn(path, entry) {
  return path === entry || path.startsWith(`${entry}/`) || path.startsWith(`${entry}.`);
}

function allowedFor(file, area) {
  const { paths, packages, typesOf = [] } = importTable[area];
  const isTest = /\.test\.tsx?$|(?:^|\/)test-[^/]+\.tsx?$/.test(file);
  if (!isTest) return { paths, packages, typesOf };
  return { paths: [...paths, ...testImports.paths], packages: [...packages, ...testImports.packages], typesOf };
}

function targetOf(file, source) {
  if (source.startsWith("@/")) return { kind: "path", name: posix.normalize(source.slice(2)) };
  if (source.startsWith(".")) return { kind: "path", name: posix.join(posix.dirname(file), source) };
  if (source.startsWith("node:")) return { kind: "package", name: "node:" };
  return { kind: "package", name: source.split("/", source.startsWith("@") ? 2 : 1).join("/") };
}

function isAllowed({ kind, name }, { area, allowed, typeOnly }) {
  if (kind === "path") return [area, ...allowed.paths].some((entry) => liesIn(name, entry));
  return allowed.packages.includes(name) || (typeOnly && allowed.typesOf.includes(name));
}

function isTypeOnly(node, key) {
  if (node[key] === "type") return true;
  return node.specifiers.length > 0 && node.specifiers.every((specifier) => specifier[key] === "type");
}

function messageOf(area, { kind, name }, { paths, packages }) {
  const homes = Object.keys(importTable).filter((entry) => {
    const { paths: listed, packages: named } = importTable[entry];
    return kind === "path" ? listed.some((path) => liesIn(name, path)) : named.includes(name);
  });
  const may = [...paths, ...packages].join(", ") || "nothing";
  const home = homes.length === 0 ? "nowhere in this project" : homes.join(" or ");
  return `${area} may not import ${name} (it may import ${may}). Code that needs it belongs in ${home}.`;
}
