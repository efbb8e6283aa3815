import type { ReactNode } from "react";

import { Button } from "./button";

type Props = { readonly onRetry: () => void; readonly onClose: () => void };

/** In place of a menu or a dialog whose code could not be loaded. */
export function PartFailed({ onRetry, onClose }: Props): ReactNode {
  return (
    <div
      role="alert"
      className="fixed right-4 bottom-4 z-50 flex items-center gap-2 rounded-lg border bg-bg p-3 shadow-lift max-md:bottom-20 max-md:left-4"
    >
      <p className="min-w-0 flex-1">This part could not be loaded: the server does not answer.</p>
      <Button onClick={onRetry}>Retry</Button>
      <Button variant="quiet" onClick={onClose}>
        Close
      </Button>
    </div>
  );
}
