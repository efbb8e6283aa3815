import { holdsText } from "./job-filter";
import type { DataTerm } from "./job-filter";
import type { JsonValue } from "./json-value";
import { soundsSecret } from "./mask-secrets";

/** Values looked at in one job's data: lists of lists could make them many. */
const valuesMax = 10_000;

/** Whether all of these stand in a job's data. Lists are looked through; keys are found in any spelling of case. */
export function matchesData(terms: readonly DataTerm[], data: JsonValue): boolean {
  return terms.every(
    ({ path, text }) => !path.some(soundsSecret) && valuesAt(data, path).some((one) => says(one, text)),
  );
}

function valuesAt(data: JsonValue, path: readonly string[]): readonly JsonValue[] {
  let values = spread([data]);
  for (const step of path) values = spread(values.flatMap((value) => below(value, step)));
  return values;
}

function below(value: JsonValue, step: string): readonly JsonValue[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => (key.toLowerCase() === step ? [item] : []));
}

function spread(values: readonly JsonValue[]): readonly JsonValue[] {
  return values.flatMap((value) => (Array.isArray(value) ? value.slice(0, valuesMax) : [value])).slice(0, valuesMax);
}

function says(value: JsonValue, text: string): boolean {
  return (value === null || typeof value !== "object") && holdsText(String(value), text);
}
