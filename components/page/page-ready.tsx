"use client";

import { useEffect } from "react";

import { pageReady } from "@/lib/client/page-ready";

/** Says that the page around it is hydrated; stands inside its Suspense boundary, beside what it shows. */
export function PageReady(): null {
  useEffect(() => pageReady.set(), []);
  return null;
}
