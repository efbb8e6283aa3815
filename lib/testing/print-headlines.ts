import { toHeadlineList } from "./list-headlines";

process.stdout.write(toHeadlineList());
