# Token and keys come from the environment: DIGITALOCEAN_TOKEN, SPACES_ACCESS_KEY_ID, SPACES_SECRET_ACCESS_KEY.
provider "digitalocean" {
  api_endpoint    = var.api_endpoint
  spaces_endpoint = var.spaces_endpoint
}
