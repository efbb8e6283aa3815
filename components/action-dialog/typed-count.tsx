import { DialogBlock } from "@/components/ui/dialog";

/** How a field for text looks in a dialog. */
export const textField =
  "h-[30px] w-full rounded-ui border border-control bg-bg px-2 disabled:opacity-60 max-md:h-11 max-md:text-16";

type Props = {
  readonly count: number;
  /** What happens to so many jobs. */
  readonly note: string;
  readonly typed: string;
  readonly onTyped: (typed: string) => void;
};

/** A number to type before something that can't be taken back. */
export function TypedCount({ count, note, typed, onTyped }: Props) {
  return (
    <DialogBlock label={<label htmlFor="action-count">Type {count} to confirm</label>}>
      <span className="flex items-center gap-3">
        <input
          id="action-count"
          className={`${textField} w-16!`}
          inputMode="numeric"
          autoComplete="off"
          value={typed}
          onChange={(event) => onTyped(event.target.value)}
        />
        <span className="text-text-muted">{note}</span>
      </span>
    </DialogBlock>
  );
}
