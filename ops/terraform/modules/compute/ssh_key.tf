resource "digitalocean_ssh_key" "operator" {
  for_each = var.ssh_keys

  name       = "${var.name}-${each.key}"
  public_key = each.value
}

data "digitalocean_ssh_key" "in_account" {
  for_each = var.ssh_keys_in_account

  name = each.key
}

locals {
  ssh_key_ids = concat(
    [for key in digitalocean_ssh_key.operator : key.id],
    [for key in data.digitalocean_ssh_key.in_account : tostring(key.id)],
  )
  public_keys = concat(
    values(var.ssh_keys),
    [for key in data.digitalocean_ssh_key.in_account : key.public_key],
  )
}
