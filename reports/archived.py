"""The archived report says that it is accessible, too: PDF/UA declared beside PDF/A.

WeasyPrint declares one of the two. PDF/A allows a property that it does not know only with a description of
its schema (ISO 19005-3, 6.6.2.3), so that is written as well.
"""

from typing import Any

ARCHIVE = b"pdfaid:part"
END = b"</rdf:RDF>"
DECLARED = b"""<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about=""
 pdfuaid:part="1" />
<rdf:Description xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"
 rdf:about=""><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 to which the document conforms</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""


def declare_access(pdf: Any) -> None:
    """Adds the declaration to the metadata of a PDF/A, before it is written; leaves others alone."""
    for thing in pdf.objects:
        if getattr(thing, "extra", {}).get("Type") == "/Metadata" and ARCHIVE in thing.stream[0]:
            thing.stream[0] = thing.stream[0].replace(END, DECLARED + END)
