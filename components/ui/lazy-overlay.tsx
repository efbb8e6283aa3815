import type { ComponentType } from "react";

import { lazyPart } from "./lazy-part";
import type { LazyPart } from "./lazy-part";
import { PartFailed } from "./part-failed";

/** A dialog or drawer whose code is loaded when it opens; where that fails, what says so is closed like the dialog. */
export function lazyOverlay<Props extends { readonly onClose: () => void }>(
  load: () => Promise<ComponentType<Props>>,
): LazyPart<Props> {
  return lazyPart<Props>(load, {
    failed: (retry, { onClose }) => <PartFailed onRetry={retry} onClose={onClose} />,
  });
}
