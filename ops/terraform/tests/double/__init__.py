"""A local double of DigitalOcean's API and of Spaces: what the provider calls for ESMpress.

It keeps everything in memory, completes every action at once, and refuses what the real API
refuses as far as these configurations can meet it: wrong tokens, unknown regions, sizes, images
and objects, names that are taken, members of a network, attached volumes, certificates in use,
projects that are not empty.
"""
