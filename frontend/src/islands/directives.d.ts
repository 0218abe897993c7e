import "astro";

declare module "astro" {
  interface AstroClientDirectives {
    /** When what the server sent has been painted. */
    "client:painted"?: boolean;
  }
}
