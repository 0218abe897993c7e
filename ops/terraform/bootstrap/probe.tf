locals {
  endpoint = coalesce(var.spaces_endpoint, "https://${var.region}.digitaloceanspaces.com")
}

# A lock is a file that is written unless it is there. A server that writes it all the same would let two runs at once through,
# and one would undo the other: nothing is set up on such a server.
resource "terraform_data" "locking_works" {
  triggers_replace = [digitalocean_spaces_bucket.state.name, local.endpoint]
  input            = { bucket = digitalocean_spaces_bucket.state.name, endpoint = local.endpoint }

  provisioner "local-exec" {
    command = "python3 ${path.module}/probe_lock.py"

    environment = {
      ENDPOINT              = local.endpoint
      BUCKET                = digitalocean_spaces_bucket.state.name
      AWS_ACCESS_KEY_ID     = digitalocean_spaces_key.state.access_key
      AWS_SECRET_ACCESS_KEY = digitalocean_spaces_key.state.secret_key
    }
  }
}
