package org.inkstream.model.corruption;

/** The gradients of an image and the edges that they make. */
final class EdgeMap {

  private static final double TANGENT_22_5 = Math.sqrt(2) - 1;

  private final int width;
  private final int height;

  /** Steepness, 0 where another pixel of the same edge is steeper. */
  private final double[] ridge;

  EdgeMap(Plane plane) {
    this.width = plane.width();
    this.height = plane.height();
    double[] across = new double[width * height];
    double[] down = new double[width * height];
    double[] steepness = new double[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int i = y * width + x;
        across[i] = column(plane, x + 1, y) - column(plane, x - 1, y);
        down[i] = row(plane, x, y + 1) - row(plane, x, y - 1);
        steepness[i] = Math.sqrt(across[i] * across[i] + down[i] * down[i]);
      }
    }
    this.ridge = new double[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int i = y * width + x;
        ridge[i] = isRidge(steepness, x, y, across[i], down[i]) ? steepness[i] : 0;
      }
    }
  }

  /** Full ink on the edges that are strong somewhere and weak everywhere; from 0 exclusive. */
  byte[] traced(double weak, double strong) {
    byte[] edges = new byte[ridge.length];
    int[] open = new int[ridge.length];
    int count = 0;
    for (int i = 0; i < ridge.length; i++) {
      if (ridge[i] >= strong) {
        edges[i] = (byte) 255;
        open[count++] = i;
      }
    }
    while (count > 0) {
      int i = open[--count];
      for (int y = Math.max(0, i / width - 1); y <= Math.min(height - 1, i / width + 1); y++) {
        for (int x = Math.max(0, i % width - 1); x <= Math.min(width - 1, i % width + 1); x++) {
          int near = y * width + x;
          if (edges[near] == 0 && ridge[near] >= weak) {
            edges[near] = (byte) 255;
            open[count++] = near;
          }
        }
      }
    }
    return edges;
  }

  /** Whether no neighbour up or down the slope is steeper; of two that are alike one is taken. */
  private boolean isRidge(double[] steepness, int x, int y, double across, double down) {
    int stepX = Math.abs(across) > TANGENT_22_5 * Math.abs(down) ? 1 : 0;
    int stepY = Math.abs(down) > TANGENT_22_5 * Math.abs(across) ? 1 : 0;
    if (across * down < 0) {
      stepY = -stepY;
    }
    double here = steepness[y * width + x];
    return here > steepness(steepness, x - stepX, y - stepY)
        && here >= steepness(steepness, x + stepX, y + stepY);
  }

  private double steepness(double[] steepness, int x, int y) {
    return x < 0 || y < 0 || x >= width || y >= height ? 0 : steepness[y * width + x];
  }

  private static double column(Plane plane, int x, int y) {
    return plane.at(x, y - 1) + 2 * plane.at(x, y) + plane.at(x, y + 1);
  }

  private static double row(Plane plane, int x, int y) {
    return plane.at(x - 1, y) + 2 * plane.at(x, y) + plane.at(x + 1, y);
  }
}
