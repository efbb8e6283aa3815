/** The real layout's frame while the first answer is on its way. */
export function FlowSkeleton() {
  return (
    <div className="flex min-h-0 flex-1 flex-col" role="status" aria-label="Loading the flow">
      <div className="flow-header">
        <span className="skeleton h-5 w-60" />
      </div>
      <div className="flow-columns" data-view="split" data-tab="why">
        {["flow-outline-panel", "flow-canvas-panel", "flow-inspector-panel"].map((panel) => (
          <div key={panel} className={panel}>
            <div className="panel-head">
              <span className="skeleton h-4 w-32" />
            </div>
            <div className="grid gap-2 p-3">
              <span className="skeleton h-4 w-3/4" />
              <span className="skeleton h-4 w-2/3" />
              <span className="skeleton h-4 w-1/2" />
            </div>
          </div>
        ))}
      </div>
    </div>
  );
}
