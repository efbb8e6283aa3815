import type { ReactNode } from "react";

/** What an operator must not miss stands out; what a worker writes into its log is set as such. */
const marks =
  /(This does not stop the code\.|the same work may run twice\.|\d[\d,]* jobs will fail\.|stays blocked\b|starts now\b|\bfailed(?= now\.)|Its data is deleted\.|"could not renew lock for job [^"]*")/;

/** The part of a text that only explains, from `Until then …` to the end of its sentence. */
const aside = /Until then .*? at every renewal\./s;

/** Sentences of an outcome, as its blocks in the dialog show them. */
export function OutcomeText({ text }: { readonly text: string }): ReactNode {
  const quiet = aside.exec(text);
  if (quiet === null) return <Marked text={text} />;
  const before = text.slice(0, quiet.index).trim();
  const after = text.slice(quiet.index + quiet[0].length).trim();
  return (
    <>
      <p>
        <Marked text={before} />
      </p>
      {after === "" ? null : (
        <p className="mt-2">
          <Marked text={after} />
        </p>
      )}
      <p className="mt-2 text-text-muted">
        <Marked text={quiet[0]} />
      </p>
    </>
  );
}

function Marked({ text }: { readonly text: string }): ReactNode {
  return text.split(marks).map((part, index) => {
    if (index % 2 === 0) return part;
    // Parts have no identity but their place.
    if (part.startsWith('"'))
      return (
        <code key={index} className="mono-code">
          {part.slice(1, -1)}
        </code>
      );
    return (
      <strong key={index} className="font-semibold">
        {part}
      </strong>
    );
  });
}
