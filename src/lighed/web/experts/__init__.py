"""The experts' pages: versions, their gates and signatures, and the impact assessments that they rest on."""
