package org.inkstream.trainer.report;

import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.img;
import static j2html.TagCreator.p;
import static j2html.TagCreator.rawHtml;

import j2html.tags.DomContent;
import java.util.Arrays;
import java.util.List;
import org.knowm.xchart.internal.chartpart.Chart;

/** What sections of the page are made of. */
final class Parts {

  private Parts() {}

  static DomContent section(String id, String title, String meaning, DomContent... content) {
    return j2html.TagCreator.section(
            h2(title), p(meaning).withClass("soft"), each(Arrays.asList(content), part -> part))
        .withId(id);
  }

  /**
   * A chart.
   *
   * @param id its own in the page
   * @param label what it shows, for who cannot see it
   */
  static DomContent chart(String id, String label, Chart<?, ?> chart) {
    return rawHtml(Svg.of(chart, label, id + "-"));
  }

  static DomContent strip(boolean small, List<DomContent> figures) {
    return div(each(figures, one -> one)).withClass(small ? "strip small" : "strip");
  }

  static DomContent inked(byte[] pixels, int width, int height, String caption) {
    return figure(
        img().withClass("ink").withSrc(Pictures.ink(pixels, width, height)).withAlt(caption),
        figcaption(caption));
  }

  static DomContent picture(String address, String caption) {
    return figure(img().withSrc(address).withAlt(caption), figcaption(caption));
  }
}
