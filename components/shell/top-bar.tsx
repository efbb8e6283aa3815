import Link from "next/link";
import type { ReactNode } from "react";

import { Button } from "@/components/ui/button";
import { Glyph } from "@/components/ui/glyph";
import { ModKbd } from "@/components/ui/mod-kbd";
import { triageHref } from "@/lib/client/links";
import type { Health } from "@/lib/contract/health-schema";

import { LiveBadge } from "./live-badge";
import { PhoneMenu } from "./phone-menu";
import { PlaceCrumb } from "./place-crumb";

const environments = {
  production: { word: "PROD", className: "text-env" },
  staging: { word: "STAGING", className: "text-suspect" },
  development: { word: "DEV", className: "text-text-muted" },
} as const;

type TopBarProps = {
  readonly conn: string;
  readonly onFlow: boolean;
  readonly isFrozen: boolean;
  readonly environment: Health["environment"];
  /** `null` while it is not known. */
  readonly writable: boolean | null;
  readonly onFind: () => void;
};

/** Where one is, how fresh it is, and the way to any job. */
export function TopBar({ conn, onFlow, isFrozen, environment, writable, onFind }: TopBarProps): ReactNode {
  return (
    <header className="col-start-1 row-start-1 flex h-12 min-w-0 items-center gap-3 px-6 max-md:h-13 max-md:px-4 md:col-start-2">
      {onFlow ? (
        <Button asChild variant="quiet" size="icon" className="-ml-3 md:hidden">
          <Link href={triageHref(conn)} aria-label="Back to Triage">
            <Glyph name="back" />
          </Link>
        </Button>
      ) : null}
      <nav
        aria-label="Breadcrumb"
        className="flex min-w-0 items-center gap-2 font-medium max-md:text-16 max-md:font-semibold"
      >
        {environment === null ? null : (
          <>
            <span className={`mono-code font-medium ${environments[environment].className}`}>
              {environments[environment].word}
            </span>
            <span aria-hidden="true" className="font-normal text-text-muted max-md:hidden">
              /
            </span>
          </>
        )}
        <PlaceCrumb conn={conn} />
      </nav>
      <span className="flex-1" />
      {writable === false && onFlow ? (
        <span
          title="Read-only. You can look and share."
          className="inline-flex h-5 flex-none items-center rounded-ui bg-neutral-tint px-1.5 text-12 font-medium text-neutral max-md:hidden"
        >
          Read-only
        </span>
      ) : null}
      {isFrozen ? null : <LiveBadge conn={conn} />}
      <button
        type="button"
        onClick={onFind}
        className="flex h-7 w-60 items-center gap-2 rounded-ui border border-control pr-2 pl-2 text-text-muted hover:bg-neutral-tint max-lg:w-40 max-md:hidden"
      >
        <Glyph name="search" />
        Find a job
        <ModKbd name="K" className="ml-auto border-none px-0" />
      </button>
      <Button variant="quiet" size="icon" aria-label="Find a job" onClick={onFind} className="-mr-3 md:hidden">
        <Glyph name="search" />
      </Button>
      {onFlow ? null : <PhoneMenu conn={conn} writable={writable} />}
    </header>
  );
}
