import type { ReactNode } from "react";

const rows = [72, 58, 80, 64, 70, 52, 76, 60] as const;

/** The list's frame while its first answer is on its way; it appears after 150 ms, so that a quick answer shows none. */
export function ListSkeleton({ label }: { readonly label: string }): ReactNode {
  return (
    <div role="status" aria-label={label} className="animate-late flex-none border-t">
      {rows.map((percent) => (
        <div key={percent} className="flex h-9 items-center gap-4 border-b px-6 max-md:h-16 max-md:px-4">
          <span className="size-4 flex-none rounded-ui bg-neutral-tint" />
          <svg aria-hidden="true" width="100%" height="12" className="block">
            <rect width={`${percent}%`} height="12" rx="4" className="fill-neutral-tint" />
          </svg>
        </div>
      ))}
    </div>
  );
}
