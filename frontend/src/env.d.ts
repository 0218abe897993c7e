/// <reference types="astro/client" />

declare namespace App {
  interface Locals {
    /** The person's page whose shell is being rendered. */
    personal?: import("@/server/shell-cache").PersonalPage | undefined;
  }
}
