"use client";

import { useEffect, useState } from "react";
import type { ReactNode } from "react";

import { Button } from "@/components/ui/button";
import { afterFirstLook } from "@/components/ui/first-look";
import { lazyPart } from "@/components/ui/lazy-part";
import { tellings } from "@/lib/client/tell";

const Toaster = lazyPart(() => import("./toaster").then((module) => module.ToasterOfTellings), {
  failed: (retry) => <PlainToast onClose={retry} />,
});

/** What has just been done, in the corner; its code is no part of the first load. */
export function Toasts(): ReactNode {
  const [wanted, setWanted] = useState(false);
  useEffect(() => {
    const want = (): void => setWanted(true);
    // There before it has something to say: screen readers only read what changes in it.
    const forget = afterFirstLook(want);
    const unsubscribe = tellings.subscribe(want);
    return () => {
      forget();
      unsubscribe();
    };
  }, []);
  return wanted ? <Toaster /> : null;
}

/** What was told last, where the code that shows it could not be loaded. */
function PlainToast({ onClose }: { readonly onClose: () => void }): ReactNode {
  const [text, setText] = useState<string | null>(null);
  useEffect(() => {
    const show = (): void => setText((before) => tellings.take().at(-1)?.text ?? before);
    show();
    return tellings.subscribe(show);
  }, []);
  return (
    <div
      role="status"
      className={text === null ? "" : "fixed right-4 bottom-4 z-50 flex items-center gap-2 rounded-lg border bg-bg p-3"}
    >
      {text}
      {text === null ? null : <Button onClick={onClose}>Close</Button>}
    </div>
  );
}
