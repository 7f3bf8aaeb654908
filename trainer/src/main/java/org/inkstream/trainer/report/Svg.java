package org.inkstream.trainer.report;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGIDGenerator;
import org.knowm.xchart.internal.chartpart.Chart;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** A chart as SVG within a page, whose style sheet has its colours. */
final class Svg {

  private static final String NAMESPACE = "http://www.w3.org/2000/svg";

  private Svg() {}

  /**
   * The element.
   *
   * @param label what it shows, for who cannot see it
   * @param prefix of the names in it, which must be its own in the page
   */
  static String of(Chart<?, ?> chart, String label, String prefix) {
    SVGGeneratorContext context = SVGGeneratorContext.createDefault(document());
    context.setComment(null);
    context.setIDGenerator(
        new SVGIDGenerator() {
          @Override
          public String generateID(String name) {
            return prefix + super.generateID(name);
          }
        });
    SVGGraphics2D graphics = new SVGGraphics2D(context, false);
    chart.paint(graphics, chart.getWidth(), chart.getHeight());
    Element root = graphics.getRoot();
    root.setAttributeNS(
        null, "viewBox", "0 0 %d %d".formatted(chart.getWidth(), chart.getHeight()));
    root.setAttributeNS(null, "role", "img");
    root.setAttributeNS(null, "aria-label", label);
    StringWriter text = new StringWriter();
    try {
      graphics.stream(root, text, true, false);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    String svg = text.toString().replace("id=\"genericDefs\"", "id=\"" + prefix + "defs\"");
    return Paint.variables(svg.substring(svg.indexOf("<svg")));
  }

  private static Document document() {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setNamespaceAware(true);
      return factory
          .newDocumentBuilder()
          .getDOMImplementation()
          .createDocument(NAMESPACE, "svg", null);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("the JDK makes documents", e);
    }
  }
}
