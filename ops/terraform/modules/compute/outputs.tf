output "machines" {
  description = "Addresses and role of each machine by its name."
  value = {
    for name, machine in digitalocean_droplet.machine : machine.name => {
      public_ipv4   = machine.ipv4_address
      private_ipv4  = machine.ipv4_address_private
      reserved_ipv4 = try(digitalocean_reserved_ip.site[name].ip_address, null)
      role          = var.machines[name].role
    }
  }
}

output "reserved_ipv4" {
  description = "The address of the machine that is single, or null."
  value       = one([for address in digitalocean_reserved_ip.site : address.ip_address])
}

output "load_balancer" {
  description = "Id and addresses of the load balancer, or null."
  value = one([
    for balancer in digitalocean_loadbalancer.site : { id = balancer.id, ipv4 = balancer.ip, ipv6 = balancer.ipv6 }
  ])
}

output "certificate_name" {
  description = "The load balancer's certificate, or null."
  value       = one([for certificate in digitalocean_certificate.site : certificate.name])
}

output "urns" {
  description = "What belongs into the project."
  value = concat(
    [for machine in digitalocean_droplet.machine : machine.urn],
    [for address in digitalocean_reserved_ip.site : address.urn],
    [for balancer in digitalocean_loadbalancer.site : balancer.urn],
  )
}
