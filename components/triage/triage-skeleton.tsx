import type { ReactNode } from "react";

import { triageColumns } from "./triage-row";

const bar = "rounded-ui bg-neutral-tint";
const rows = ["w-64", "w-48", "w-56", "w-52"] as const;

/** The real layout, empty, until the first answer; shown after 150 ms so that a fast answer does not flicker. */
export function TriageSkeleton(): ReactNode {
  return (
    <div aria-busy="true" className="animate-late">
      <h1 className="sr-only">Triage</h1>
      <p role="status" className="sr-only">
        Loading
      </p>
      <div className="px-6 pt-5 pb-3 max-md:px-4">
        <div className={`h-7 w-120 max-w-full ${bar}`} />
        <div className={`mt-1 h-4 w-72 max-w-full ${bar}`} />
      </div>
      <div className="flex h-8 items-center border-t px-6 pt-1 max-md:px-4">
        <div className={`h-4 w-24 ${bar}`} />
      </div>
      {rows.map((width) => (
        <div key={width} className={`flex h-23 items-center gap-x-5 px-6 max-md:h-32 max-md:px-4 ${triageColumns}`}>
          <div className="size-5 flex-none self-start rounded-full bg-neutral-tint md:mt-[18px]" />
          <div className="-ml-2 min-w-0 flex-1 space-y-1.5">
            <div className={`h-4 ${width} max-w-full ${bar}`} />
            <div className={`h-4 w-96 max-w-full ${bar}`} />
            <div className={`h-3 w-72 max-w-full ${bar}`} />
          </div>
          <div className="space-y-1.5 max-xl:hidden">
            <div className={`h-4 w-40 ${bar}`} />
            <div className={`h-2 w-24 ${bar}`} />
            <div className={`h-4 w-24 ${bar}`} />
          </div>
          <div className={`h-5 w-full max-md:hidden ${bar}`} />
          <div className={`ml-auto h-7 w-24 max-md:hidden ${bar}`} />
        </div>
      ))}
    </div>
  );
}
