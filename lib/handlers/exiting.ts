/** Whether the process is calling its `exit` listeners: nothing asynchronous happens any more. */
export function isExiting(): boolean {
  return (process as { readonly _exiting?: boolean })._exiting === true;
}
