package org.inkstream.trainer.report;

import java.awt.BasicStroke;
import java.awt.Font;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The kinds of charts that the page has. */
final class Charts {

  /** Of a chart that stands alone. */
  static final int WIDE = 760;

  /** Of one among others. */
  static final int NARROW = 370;

  private static final float STROKE = 2;
  private static final int MARKER = 6;

  private Charts() {}

  /**
   * Lines over a common axis.
   *
   * @param logarithmic whether the axis of x is
   * @param least lowest y that is shown
   * @param most highest y that is shown
   */
  static XYChart lines(
      String title,
      int width,
      String x,
      String y,
      boolean logarithmic,
      double least,
      double most,
      List<Line> lines) {
    XYChart chart = new XYChart(width, width == WIDE ? 380 : 290);
    chart.setTitle(title);
    style(chart.getStyler());
    chart.setXAxisTitle(x);
    chart.setYAxisTitle(y);
    chart.getStyler().setXAxisLogarithmic(logarithmic);
    chart.getStyler().setYAxisMin(least);
    chart.getStyler().setYAxisMax(most);
    chart.getStyler().setXAxisDecimalPattern("#,###");
    for (Line line : lines) {
      XYSeries series = chart.addSeries(line.name(), line.x(), line.y());
      series.setLineColor(Paint.series(line.paint()));
      series.setLineWidth(STROKE);
      series.setLineStyle(line.dashed() ? SeriesLines.DASH_DASH : SeriesLines.SOLID);
      series.setMarker(SeriesMarkers.CIRCLE);
      series.setMarkerColor(Paint.series(line.paint()));
    }
    return chart;
  }

  /**
   * For each name a point and the interval around it, on a logarithmic axis.
   *
   * @param intervals lower end, value and upper end for each name, all above 0
   */
  static XYChart intervals(String y, List<String> names, List<double[]> intervals) {
    XYChart chart = new XYChart(WIDE, 320);
    style(chart.getStyler());
    chart.setYAxisTitle(y);
    chart.getStyler().setYAxisLogarithmic(true);
    chart.getStyler().setYAxisLogarithmicDecadeOnly(false);
    // Places along the axis mean nothing: the legend has the names.
    chart.getStyler().setXAxisTicksVisible(false);
    chart.getStyler().setXAxisMin(0.5);
    chart.getStyler().setXAxisMax(names.size() + 0.5);
    for (int i = 0; i < names.size(); i++) {
      double[] ends = intervals.get(i);
      double[] place = {i + 1, i + 1, i + 1};
      XYSeries series = chart.addSeries(names.get(i), place, ends);
      series.setLineColor(Paint.series(i));
      series.setLineStyle(new BasicStroke(STROKE));
      series.setMarker(SeriesMarkers.CIRCLE);
      series.setMarkerColor(Paint.series(i));
    }
    return chart;
  }

  /** Bars side by side: for each name one of each set. */
  static CategoryChart bars(
      String y, List<String> names, List<String> sets, List<List<Double>> heights) {
    CategoryChart chart = new CategoryChart(WIDE, 320);
    style(chart.getStyler());
    chart.setYAxisTitle(y);
    chart.getStyler().setAvailableSpaceFill(0.6);
    for (int set = 0; set < sets.size(); set++) {
      CategorySeries series = chart.addSeries(sets.get(set), names, heights.get(set));
      series.setFillColor(Paint.series(set));
    }
    return chart;
  }

  private static void style(AxesChartStyler styler) {
    Font plain = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    styler.setLocale(Locale.ROOT);
    styler.setBaseFont(plain);
    styler.setChartTitleFont(plain.deriveFont(Font.BOLD, 13f));
    styler.setAxisTitleFont(plain);
    styler.setAxisTickLabelsFont(plain.deriveFont(11f));
    styler.setLegendFont(plain);
    styler.setChartBackgroundColor(Paint.NONE);
    styler.setPlotBackgroundColor(Paint.NONE);
    styler.setLegendBackgroundColor(Paint.NONE);
    styler.setChartTitleBoxBackgroundColor(Paint.NONE);
    styler.setChartTitleBoxBorderColor(Paint.NONE);
    styler.setChartTitleBoxVisible(false);
    styler.setLegendBorderColor(Paint.NONE);
    styler.setPlotBorderVisible(false);
    styler.setChartFontColor(Paint.INK.color());
    styler.setXAxisTitleColor(Paint.INK.color());
    styler.setYAxisTitleColor(Paint.INK.color());
    styler.setAxisTickLabelsColor(Paint.INK.color());
    styler.setAxisTickMarksColor(Paint.GRID.color());
    styler.setPlotGridLinesColor(Paint.GRID.color());
    styler.setPlotGridLinesStroke(new BasicStroke(1));
    styler.setPlotGridVerticalLinesVisible(false);
    styler.setMarkerSize(MARKER);
    styler.setLegendPosition(Styler.LegendPosition.OutsideS);
    styler.setLegendLayout(Styler.LegendLayout.Horizontal);
  }
}
