import { checkInput as check, type Members } from "../../kernel/input-shape.ts";

/**
 * Checks an input; Systems Manager's messages begin the members' names with a small letter.
 *
 * @throws ServiceError
 */
export function checkInput(input: object, members: Members): void {
  check(input, members, "ValidationException", (name) => name.charAt(0).toLowerCase() + name.slice(1));
}
