import type { ReactNode } from "react";

import { PageEmpty } from "@/components/page/page-empty";

/** Says why no worker can be shown where Redis refuses to list its clients. */
export function ClientsRefused(): ReactNode {
  return (
    <PageEmpty title="Your Redis does not let us list clients.">
      <p>
        Holders come from lock tokens only. Allow <code className="mono-code">CLIENT LIST</code> to Flowlock's user to
        see workers here.
      </p>
    </PageEmpty>
  );
}
