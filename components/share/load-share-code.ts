/** What sharing needs is no part of a page; a page loads it once it is shown, so that copying needs no server. */
export const loadShareCode = () => import("./share-code");
