import type { ReactNode } from "react";

/** The real layout, empty, until the first answer; shown after 150 ms so that a fast answer does not flicker. */
export function TriageSkeleton(): ReactNode {
  return (
    <div aria-busy="true" className="animate-late">
      <h1 className="sr-only">Triage</h1>
      <p role="status" className="sr-only">
        Loading
      </p>
      <div className="px-6 pt-5 pb-3 max-md:px-4">
        <div className="h-7 w-96 max-w-full rounded-ui bg-neutral-tint" />
        <div className="mt-1 h-4 w-64 max-w-full rounded-ui bg-neutral-tint" />
      </div>
      {["a", "b", "c"].map((row) => (
        <div key={row} className="flex h-23 items-center gap-5 border-t px-6 max-md:px-4">
          <div className="size-5 rounded-full bg-neutral-tint" />
          <div className="flex-1 space-y-1.5">
            <div className="h-4 w-48 rounded-ui bg-neutral-tint" />
            <div className="h-4 w-full max-w-96 rounded-ui bg-neutral-tint" />
          </div>
        </div>
      ))}
    </div>
  );
}
