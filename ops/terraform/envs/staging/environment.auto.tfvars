environment = "staging"
single_size = "s-2vcpu-2gb"
