locals {
  single = [for name, machine in var.machines : name if machine.role == "single"]
}

# People's links lead here: it outlives the machine, and once given back it is somebody else's.
resource "digitalocean_reserved_ip" "site" {
  for_each = toset(local.single)

  region = var.region

  lifecycle {
    prevent_destroy = true
  }
}

resource "digitalocean_reserved_ip_assignment" "site" {
  for_each = toset(local.single)

  ip_address = digitalocean_reserved_ip.site[each.key].ip_address
  droplet_id = digitalocean_droplet.machine[each.key].id
}

resource "digitalocean_volume_attachment" "data" {
  for_each = toset(local.single)

  droplet_id = digitalocean_droplet.machine[each.key].id
  volume_id  = var.volume_id
}
