"use client";

import { useState } from "react";
import type { ReactNode } from "react";

import { Button } from "@/components/ui/button";
import { Glyph } from "@/components/ui/glyph";
import { copyText } from "@/lib/client/copy-text";

import { PanelBlock } from "./panel-block";

type Props = { readonly keys: readonly string[]; readonly raw: Readonly<Record<string, string>> };

/** A job's keys in Redis, to copy into redis-cli, and its hash as it is stored; its data is not part of either. */
export function DetailKeys({ keys, raw }: Props): ReactNode {
  const [open, setOpen] = useState(false);
  const fields = Object.entries(raw);
  return (
    <>
      <PanelBlock title="Keys in Redis">
        <ul>
          {keys.map((key) => (
            <li key={key} className="flex items-center gap-2">
              <span className="mono-code min-w-0 flex-1 py-1 break-all">{key}</span>
              <Button
                variant="quiet"
                size="icon"
                aria-label={`Copy key ${key.slice(0, 200)}`}
                onClick={() => void copyText(key, "Key copied")}
              >
                <Glyph name="copy" />
              </Button>
            </li>
          ))}
        </ul>
      </PanelBlock>
      <section className="border-t">
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="flex min-h-10 w-full items-center gap-2 px-4 font-semibold outline-offset-[-2px] hover:bg-bg-subtle max-md:min-h-11"
        >
          <Glyph name="chevron" className={`text-text-muted ${open ? "rotate-90" : ""}`} />
          Raw fields <span className="mono font-normal text-text-muted">{fields.length}</span>
        </button>
        {open ? (
          <dl className="grid gap-2 px-4 pb-4">
            {fields.map(([field, value]) => (
              <div key={field} className="mono-code">
                <dt className="text-text-muted">{field}</dt>
                <dd className="break-all whitespace-pre-wrap">{value === "" ? "(empty)" : value}</dd>
              </div>
            ))}
          </dl>
        ) : null}
      </section>
    </>
  );
}
