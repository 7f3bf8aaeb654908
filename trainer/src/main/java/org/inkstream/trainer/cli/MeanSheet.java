package org.inkstream.trainer.cli;

import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import org.inkstream.trainer.describe.MeanImages;

/** Mean images in one picture: ten in a row, each pixel four pixels wide, with lines between. */
final class MeanSheet {

  private static final int IN_ROW = 10;
  private static final int ZOOM = 4;
  private static final int LINE = 2;
  private static final int LINE_GREY = 96;

  private MeanSheet() {}

  static BufferedImage of(MeanImages means) {
    int count = means.pixels().size();
    int columns = Math.min(IN_ROW, count);
    int rows = (count + IN_ROW - 1) / IN_ROW;
    int cellWidth = means.width() * ZOOM + LINE;
    int cellHeight = means.height() * ZOOM + LINE;
    BufferedImage sheet =
        new BufferedImage(
            columns * cellWidth + LINE, rows * cellHeight + LINE, BufferedImage.TYPE_BYTE_GRAY);
    WritableRaster raster = sheet.getRaster();
    for (int y = 0; y < sheet.getHeight(); y++) {
      for (int x = 0; x < sheet.getWidth(); x++) {
        int label = y / cellHeight * IN_ROW + x / cellWidth;
        int column = (x % cellWidth - LINE) / ZOOM;
        int row = (y % cellHeight - LINE) / ZOOM;
        boolean line = x % cellWidth < LINE || y % cellHeight < LINE || label >= count;
        raster.setSample(
            x,
            y,
            0,
            line ? LINE_GREY : means.pixels().get(label)[row * means.width() + column] & 0xff);
      }
    }
    return sheet;
  }
}
