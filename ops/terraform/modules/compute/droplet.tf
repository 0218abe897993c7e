locals {
  # Every process of a machine can read this at 169.254.169.254: public keys and nothing else. The password is locked, so sudo
  # cannot ask for one.
  user_data = join("\n", ["#cloud-config", jsonencode({
    ssh_pwauth = false
    users = [{
      name                = "ansible"
      shell               = "/bin/bash"
      lock_passwd         = true
      sudo                = "ALL=(ALL) NOPASSWD:ALL"
      ssh_authorized_keys = local.public_keys
    }]
  })])
}

resource "digitalocean_droplet" "machine" {
  for_each = var.machines

  name              = "${var.name}-${each.key}"
  image             = var.image
  size              = each.value.size
  region            = var.region
  vpc_uuid          = var.vpc_id
  ipv6              = var.ipv6
  monitoring        = true
  droplet_agent     = false # it would let the control panel's web console in
  graceful_shutdown = true
  resize_disk       = false # a disk that has grown cannot shrink: this resize can be taken back
  ssh_keys          = local.ssh_key_ids
  user_data         = local.user_data
  tags              = var.tags[each.value.role]
  backups           = true

  backup_policy {
    plan = "daily"
    hour = var.backup_hour
  }

  lifecycle {
    # Each of them makes a new machine and ends the one that runs.
    ignore_changes = [image, ssh_keys, user_data]
  }
}
