package org.inkstream.trainer.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.inkstream.model.idx.ImageSet;

/** Writes data sets as commands read them. */
final class IdxFolder {

  private IdxFolder() {}

  static Path write(Path folder, ImageSet train, ImageSet test) throws IOException {
    Files.createDirectories(folder);
    writeSet(folder, "train-", train);
    writeSet(folder, "t10k-", test);
    return folder;
  }

  /** The two files of a part, or of a set without parts, that begin so. */
  static void writeSet(Path folder, String prefix, ImageSet set) throws IOException {
    ByteBuffer images = ByteBuffer.allocate(16 + set.pixels().length);
    images.putInt(0x803).putInt(set.count()).putInt(set.height()).putInt(set.width());
    Files.write(folder.resolve(prefix + "images-idx3-ubyte"), images.put(set.pixels()).array());
    ByteBuffer labels = ByteBuffer.allocate(8 + set.count());
    labels.putInt(0x801).putInt(set.count());
    for (int label : set.labels()) {
      labels.put((byte) label);
    }
    Files.write(folder.resolve(prefix + "labels-idx1-ubyte"), labels.array());
  }
}
