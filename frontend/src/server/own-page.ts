/** Where participants ask for the link to their own page. */
export const OWN_PAGE = "/me";
