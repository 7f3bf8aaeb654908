package org.inkstream.model.signing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.InvalidKeySpecException;
import java.util.HexFormat;

/**
 * Keys as PEM files, as other tools write them, too: {@code NAME.key} holds a private key in
 * PKCS#8, {@code NAME.pub} beside it the public key in X.509.
 */
public final class KeyFiles {

  private static final String PRIVATE = "PRIVATE KEY";
  private static final String PUBLIC = "PUBLIC KEY";
  private static final String KEY = ".key";
  private static final String PUB = ".pub";
  private static final int ID_BYTES = 8;

  private KeyFiles() {}

  /** The id of a public key: the first 16 hexadecimal digits of the SHA-256 of its X.509 bytes. */
  public static String id(PublicKey key) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
      return HexFormat.of().formatHex(digest, 0, ID_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * Makes a pair of keys and writes both files. Only their owner may read the private one.
   *
   * @param name without an ending
   * @return the id
   * @throws KeyFileException if one of the files exists or cannot be written; neither is then left
   *     behind by this call
   */
  public static String generate(Path folder, String name, SecureRandom random)
      throws KeyFileException {
    Path secret = folder.resolve(name + KEY);
    Path open = folder.resolve(name + PUB);
    KeyPair pair = Ed25519.generate(random);
    if (Files.exists(open)) {
      throw new KeyFileException(open + " exists; keys are never replaced");
    }
    writeSecret(secret, Pem.text(PRIVATE, pair.getPrivate().getEncoded()));
    try {
      write(open, Pem.text(PUBLIC, pair.getPublic().getEncoded()));
    } catch (KeyFileException e) {
      delete(secret, e);
      throw e;
    }
    return id(pair.getPublic());
  }

  /**
   * The public key in a file.
   *
   * @throws KeyFileException naming the file, if there is none
   */
  public static PublicKey publicKey(Path file) throws KeyFileException {
    byte[] der = Pem.read(file, PUBLIC);
    try {
      return Ed25519.publicKey(der);
    } catch (InvalidKeySpecException e) {
      throw new KeyFileException(file + " holds no public key of Ed25519", e);
    }
  }

  /**
   * The private key in a file {@code NAME.key}, whose public key must be in {@code NAME.pub} beside
   * it: Java cannot compute one from the other.
   *
   * @throws KeyFileException naming the file, if one of them is missing or they are no pair
   */
  public static SigningKey signingKey(Path file) throws KeyFileException {
    Path open = publicFileOf(file);
    PrivateKey secret;
    byte[] der = Pem.read(file, PRIVATE);
    try {
      secret = Ed25519.privateKey(der);
    } catch (InvalidKeySpecException e) {
      throw new KeyFileException(file + " holds no private key of Ed25519", e);
    }
    PublicKey pub = publicKey(open);
    byte[] trial = open.toString().getBytes(StandardCharsets.UTF_8);
    if (!Ed25519.verify(pub, trial, Ed25519.sign(secret, trial))) {
      throw new KeyFileException(file + " and " + open + " are not a pair");
    }
    return new SigningKey(secret, id(pub));
  }

  private static Path publicFileOf(Path file) throws KeyFileException {
    String name = String.valueOf(file.getFileName());
    if (!name.endsWith(KEY)) {
      throw new KeyFileException(file + " is not named NAME" + KEY);
    }
    return file.resolveSibling(name.substring(0, name.length() - KEY.length()) + PUB);
  }

  private static void writeSecret(Path file, String text) throws KeyFileException {
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] ownerOnly =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    try {
      // Made with its rights, so that there is no moment in which others could open it.
      Files.createFile(file, ownerOnly);
    } catch (IOException e) {
      throw failed(file, e);
    }
    try {
      Files.writeString(file, text, StandardOpenOption.WRITE);
    } catch (IOException e) {
      KeyFileException failure = failed(file, e);
      delete(file, failure);
      throw failure;
    }
  }

  private static void write(Path file, String text) throws KeyFileException {
    try {
      Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  private static KeyFileException failed(Path file, IOException e) {
    return e instanceof FileAlreadyExistsException
        ? new KeyFileException(file + " exists; keys are never replaced", e)
        : new KeyFileException("cannot write " + file + ": " + e, e);
  }

  private static void delete(Path file, KeyFileException because) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      because.addSuppressed(e);
    }
  }
}
