import "./flow-page.css";

const panels = ["outline", "canvas", "inspector"] as const;

/** The real layout's frame while the first answer is on its way. */
export function FlowSkeleton() {
  return (
    <div className="animate-late flex min-h-0 flex-1 flex-col" role="status" aria-label="Loading the flow">
      <div className="flex h-12 flex-none items-center gap-4 border-b px-4">
        <span className="flow-skeleton h-5 w-52" />
        <span className="flow-skeleton h-4 w-20" />
      </div>
      <div className="flow-columns flow-columns-waiting" data-mode="wide" data-view="split">
        {panels.map((panel) => (
          <section key={panel}>
            <div className="flow-panel-head">
              <span className="flow-skeleton h-4 w-32" />
            </div>
            {panel !== "canvas" && (
              <div className="grid gap-3 p-3">
                <span className="flow-skeleton h-4 w-3/4" />
                <span className="flow-skeleton h-4 w-2/3" />
                <span className="flow-skeleton h-4 w-1/2" />
              </div>
            )}
          </section>
        ))}
      </div>
      <div className="grid gap-3 p-4 xl:hidden">
        <span className="flow-skeleton h-6 w-2/3" />
        <span className="flow-skeleton h-4 w-5/6" />
        <span className="flow-skeleton h-4 w-1/2" />
      </div>
    </div>
  );
}
