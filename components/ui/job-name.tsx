import type { ReactNode } from "react";

type JobNameProps = {
  readonly name: string | null;
  readonly id: string;
  readonly className?: string;
  readonly nameClassName?: string;
};

/** `charge-card #77`: where room is short the id shrinks first, then the name. Text only, whatever the job holds. */
export function JobName({ name, id, className = "", nameClassName = "" }: JobNameProps): ReactNode {
  return (
    <span className={`inline-flex max-w-full min-w-0 items-baseline gap-2 ${className}`}>
      {name === null || name === "" ? null : (
        <bdi className={`min-w-0 truncate ${nameClassName === "" ? "font-medium" : nameClassName}`} title={name}>
          {name}
        </bdi>
      )}
      <bdi className="mono-code max-w-48 min-w-[5ch] shrink-[9999] truncate text-text-muted" title={id}>
        #{id}
      </bdi>
    </span>
  );
}
