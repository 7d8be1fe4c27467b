"""From the record to FHIR R4: one module for each noun, pure functions from threads to resources.

Every resource says in plain FHIR what is known now, and in an extension of ours everything that was ever recorded.
"""
