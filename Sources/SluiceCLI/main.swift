#if Services
    import ArgumentParser
#endif
import SluiceJSON
