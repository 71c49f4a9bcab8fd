export const LANGUAGE = "CWLI";
