export const words = {
  error: {
    unexpected: "Something went wrong here. Reload the page; nothing that was saved is lost.",
    unreachable: "The server cannot be reached. Check your connection and try again.",
    tooMany: "Too many tries. Please wait a minute.",
    signedOut: "Your session has ended. Please sign in again.",
    notPermitted: "You do not have the right to do this.",
    notFound: "This does not exist, or it is not shared with you.",
    server: "The server could not do this. Please try again; if it happens again, tell your administrator.",
    refused: "The server did not accept this. Check what you entered.",
  },
} as const;
