/** What is wrong with a filter policy; which attribute of which call it came in is told by its reader. */
export class InvalidFilterPolicy extends Error {
  override readonly name = "InvalidFilterPolicy";
}
