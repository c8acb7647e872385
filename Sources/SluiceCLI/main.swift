import SluiceJSON

#if Services
import ArgumentParser
#endif
