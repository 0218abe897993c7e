# PostgreSQL, Redis, Caddy's certificates and Docker's images of the machine that is single. Its description is left out: another
# one would make another volume.
resource "digitalocean_volume" "data" {
  count = var.volume_gb > 0 ? 1 : 0

  name                     = "${var.name}-data"
  region                   = var.region
  size                     = var.volume_gb
  initial_filesystem_type  = "ext4"
  initial_filesystem_label = "data"
  tags                     = var.tags

  lifecycle {
    prevent_destroy = true
  }
}
