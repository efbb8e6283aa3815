/** A panel whose answer is on its way; nothing shows for the first moment. */
export function PanelSkeleton() {
  return (
    <div className="animate-late grid gap-3 p-4" role="status" aria-label="Loading">
      <span className="block h-5 w-2/3 rounded-sm bg-neutral-tint" />
      <span className="block h-4 w-full rounded-sm bg-neutral-tint" />
      <span className="block h-4 w-5/6 rounded-sm bg-neutral-tint" />
    </div>
  );
}
