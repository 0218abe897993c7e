# Sees this bucket alone. Spaces has no bucket policy beside such a key, so none forbids it to delete: versions, and a second
# copy elsewhere, are what stands against that.
resource "digitalocean_spaces_key" "backup" {
  name = "${var.name}-backup"

  grant {
    bucket     = digitalocean_spaces_bucket.backup.name
    permission = "readwrite"
  }
}
