import type { JsonValue } from "./json-value";

/** A plain answer of the API, as it is on the wire. */
export type Doc = { readonly [field: string]: JsonValue };
type Row = JsonValue;

/** Values set at one path in many rows: `at[i]` is the row's place in the new list, `set[path][i]` its value there. */
export type RowChanges = { readonly at: readonly number[]; readonly set: { readonly [path: string]: readonly Row[] } };

export type RowsPatch = {
  /** The new list: a number is the place of a row in the old one, an array holds a new row. `null`: the same rows. */
  readonly order: readonly (number | readonly [Row])[] | null;
  readonly changed: readonly RowChanges[];
};

/** What turns one document into the next. Paths are field names joined by dots. */
export type ViewPatch = {
  readonly set: { readonly [path: string]: Row };
  readonly rows: { readonly [path: string]: RowsPatch };
};

/** Lists whose rows are told apart by a key, by their path in the document. */
export type RowKeys = { readonly [path: string]: (row: Row) => string };

/** How far down a row's fields are compared one by one; below it a value is replaced as a whole. */
const depthMax = 6;

/** The changes from one document to the next; `null` where there are none. */
export function diffView(before: Doc, after: Doc, rowKeys: RowKeys): ViewPatch | null {
  const set = new Map<string, Row>();
  const rows = new Map<string, RowsPatch>();
  collect(before, after, "", { set, rows, rowKeys });
  return set.size === 0 && rows.size === 0 ? null : { set: Object.fromEntries(set), rows: Object.fromEntries(rows) };
}

/** The document after a patch. What did not change keeps its identity. */
export function applyPatch(before: Doc, { set, rows }: ViewPatch): Doc {
  let doc: Row = before;
  for (const [path, value] of Object.entries(set)) doc = withValue(doc, stepsOf(path), value);
  for (const [path, patch] of Object.entries(rows)) {
    const steps = stepsOf(path);
    doc = withValue(doc, steps, applyRows(valueAt(doc, steps), patch));
  }
  // safe because a patch changes fields of a document, never the document into something else
  return doc as Doc;
}

type Found = {
  readonly set: Map<string, Row>;
  readonly rows: Map<string, RowsPatch>;
  readonly rowKeys: RowKeys;
};

function collect(before: Row, after: Row, path: string, found: Found): void {
  if (isSame(before, after)) return;
  const keyOf = found.rowKeys[path];
  if (keyOf !== undefined && Array.isArray(before) && Array.isArray(after)) {
    const patch = diffRows(before, after, keyOf);
    if (patch !== null) found.rows.set(path, patch);
    return;
  }
  if (!canDescend(before, after) || stepsOf(path).length >= depthMax) {
    found.set.set(path, after);
    return;
  }
  for (const key of keysOf(after)) collect(child(before, key), child(after, key), join(path, key), found);
}

function diffRows(before: readonly Row[], after: readonly Row[], keyOf: (row: Row) => string): RowsPatch | null {
  const places = new Map(before.map((row, place) => [keyOf(row), place]));
  const isOrdered = before.length === after.length && after.every((row, place) => places.get(keyOf(row)) === place);
  const order = after.map((row): number | readonly [Row] => places.get(keyOf(row)) ?? [row]);
  const changed = new Map<string, ChangedRow[]>();
  for (const [at, row] of after.entries()) {
    const old = places.get(keyOf(row));
    if (old === undefined) continue;
    const set = new Map<string, Row>();
    collect(before[old] ?? null, row, "", { set, rows: new Map(), rowKeys: {} });
    if (set.size === 0) continue;
    // A row that changed as a whole has the empty path.
    const shape = [...set.keys()].join("\n");
    const alike = changed.get(shape) ?? [];
    alike.push({ at, set });
    changed.set(shape, alike);
  }
  if (isOrdered && changed.size === 0) return null;
  return { order: isOrdered ? null : order, changed: [...changed.values()].map(toColumns) };
}

type ChangedRow = { readonly at: number; readonly set: ReadonlyMap<string, Row> };

/** Rows that changed in the same fields stand together, each field's name once. */
function toColumns(rows: readonly ChangedRow[]): RowChanges {
  const paths = [...(rows[0]?.set.keys() ?? [])];
  return {
    at: rows.map(({ at }) => at),
    set: Object.fromEntries(paths.map((path) => [path, rows.map(({ set }) => set.get(path) ?? null)])),
  };
}

function applyRows(before: Row, { order, changed }: RowsPatch): Row {
  if (!Array.isArray(before)) throw new Error("A patch of rows does not fit what it is applied to.");
  const rows: Row[] =
    order === null ? [...before] : order.map((place) => (typeof place === "number" ? before[place] : place[0]));
  for (const { at, set } of changed)
    for (const [path, values] of Object.entries(set))
      for (const [index, place] of at.entries())
        rows[place] = withValue(rows[place] ?? null, stepsOf(path), values[index] ?? null);
  return rows;
}

function withValue(doc: Row, [step, ...rest]: readonly string[], value: Row): Row {
  if (step === undefined) return value;
  if (Array.isArray(doc))
    return doc.map((item, index) => (String(index) === step ? withValue(item, rest, value) : item));
  const fields = new Map(isObject(doc) ? Object.entries(doc) : []);
  fields.set(step, withValue(fields.get(step) ?? null, rest, value));
  return Object.fromEntries(fields);
}

function valueAt(doc: Row, steps: readonly string[]): Row {
  let at = doc;
  for (const step of steps) at = child(at, step);
  return at;
}

/** Field by field only where both have the same fields, none of which would break a path. */
function canDescend(before: Row, after: Row): boolean {
  if (Array.isArray(before) || Array.isArray(after))
    return Array.isArray(before) && Array.isArray(after) && before.length === after.length && after.length > 0;
  if (!isObject(before) || !isObject(after)) return false;
  const keys = Object.keys(after);
  if (keys.length === 0 || keys.length !== Object.keys(before).length) return false;
  return keys.every((key) => Object.hasOwn(before, key) && key !== "" && !key.includes("."));
}

function isSame(before: Row, after: Row): boolean {
  if (before === after) return true;
  if (typeof before !== "object" || typeof after !== "object" || before === null || after === null) return false;
  if (Array.isArray(before) !== Array.isArray(after)) return false;
  const keys = Object.keys(after);
  return (
    keys.length === Object.keys(before).length &&
    keys.every((key) => Object.hasOwn(before, key) && isSame(child(before, key), child(after, key)))
  );
}

function child(value: Row, key: string): Row {
  if (Array.isArray(value)) return value[Number(key)] ?? null;
  return isObject(value) && Object.hasOwn(value, key) ? (value[key] ?? null) : null;
}

function isObject(value: Row): value is { readonly [key: string]: JsonValue } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function stepsOf(path: string): readonly string[] {
  return path === "" ? [] : path.split(".");
}

function join(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}

function keysOf(value: Row): readonly string[] {
  return typeof value === "object" && value !== null ? Object.keys(value) : [];
}
