/** What amounts of different currencies are compared in, as the pages name it. */
export const BASE_CURRENCY = "CNY";
