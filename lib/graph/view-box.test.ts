import { expect, test } from "vitest";

import { readBox, writeBox } from "./view-box";

test("a link carries whole pixels and the zoom", () => {
  expect(writeBox({ x: -120.4, y: 40.6, zoom: 0.75 })).toBe("-120,41,0.75");
  expect(readBox("-120,41,0.75")).toEqual({ x: -120, y: 41, zoom: 0.75 });
});

test.each(["", "1,2", "1,2,3,4", "a,b,c", ",,", "0,0,0", "0,0,90", "1e30,0,1", "Infinity,0,1"])(
  "%j is no place of the canvas",
  (text) => expect(readBox(text)).toBeNull(),
);
